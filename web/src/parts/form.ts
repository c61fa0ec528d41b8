import { type UseFormInput, type UseFormReturnType, useForm } from "@mantine/form";
import { useState } from "react";

import { type Problem, problemOf } from "../api/problem";

export interface ApiForm<Values extends Record<string, unknown>> {
  form: UseFormReturnType<Values>;
  /** What the server said that belongs to no field; show it with `<Refusal>`. */
  refusal: Problem | null;
  sending: boolean;
  /** For `<form onSubmit>`: sends, and puts what the server says is wrong where it is wrong. What was typed stays. */
  submit: (event?: React.FormEvent<HTMLFormElement>) => void;
}

/** A form whose judge is the server. `send` throws what the API answered (`api.POST` does so through [`must`]). */
export function useApiForm<Values extends Record<string, unknown>>(
  input: UseFormInput<Values>,
  send: (values: Values) => Promise<void>,
): ApiForm<Values> {
  const form = useForm<Values>({ mode: "controlled", ...input });
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const [sending, setSending] = useState(false);

  const attempt = async (values: Values) => {
    setSending(true);
    setRefusal(null);
    try {
      await send(values);
    } catch (thrown) {
      const problem = problemOf(thrown);
      const known = problem.errors.filter(({ field }) => hasField(values, field));
      form.setErrors(Object.fromEntries(known.map(({ field, message }) => [field, message])));
      const rest = problem.errors.filter(({ field }) => !hasField(values, field));
      if (rest.length > 0 || known.length === 0) setRefusal({ ...problem, errors: rest });
    } finally {
      setSending(false);
    }
  };

  return { form, refusal, sending, submit: form.onSubmit((values) => void attempt(values)) };
}

function hasField(values: unknown, path: string): boolean {
  let at = values;
  for (const name of path.split(".")) {
    if (typeof at !== "object" || at === null || !(name in at)) return false;
    at = (at as Record<string, unknown>)[name];
  }
  return true;
}
