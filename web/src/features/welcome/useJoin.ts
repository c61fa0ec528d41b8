import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";

import { $api, api, type Schemas } from "../../api/client";
import { problemOf } from "../../api/problem";
import { stale } from "../../api/stale";
import { must } from "../../api/must";
import { useWho } from "../../parts/who";
import { PRESETS, draft, weekOf } from "./presets";

interface Colleague {
  name: string;
  email: string;
}

/** Ways for people to join the staff with the hours of the first step. What came about stays when a later step fails, and is not done again. */
export function useJoin(staff: Schemas["Staff"][]) {
  const { me, company } = useWho();
  const queries = useQueryClient();
  const joined = useRef(new Map<string, string>());
  const members = $api.useQuery("get", "/members", { params: { query: { limit: 100 } } });
  const self = members.data?.data.find(({ user_id }) => user_id === me.id);
  const amIn = staff.some(({ member_id }) => member_id && member_id === self?.id);

  const enter = async (name: string, member?: string) => {
    const known = joined.current.get(member ?? name);
    if (known) return known;
    const { id } = await must(
      api.POST("/staff", { body: { name, member_id: member ?? null, scheduling: "week", skills: [] } }),
    );
    joined.current.set(member ?? name, id);
    const hours = draft.read(company.id) ?? weekOf(PRESETS[0]);
    await must(api.PUT("/staff/{id}/working-hours", { params: { path: { id } }, body: { hours } }));
    return id;
  };

  const joinSelf = async () => {
    await enter(me.name, self?.id);
    await stale(queries, "/staff", "/members");
  };

  const join = async ({ name, email }: Colleague, index: number) => {
    try {
      const id = await enter(name);
      if (email && !joined.current.has(email)) {
        await must(api.POST("/invitations", { body: { email, role: "employee", staff_id: id } }));
        joined.current.set(email, id);
      }
    } catch (thrown) {
      const problem = problemOf(thrown);
      throw {
        ...problem,
        errors: problem.errors.map((error) => ({ ...error, field: `colleagues.${index}.${error.field}` })),
      };
    } finally {
      await stale(queries, "/staff", "/invitations");
    }
  };

  return { join, joinSelf, amIn, ready: !members.isPending };
}
