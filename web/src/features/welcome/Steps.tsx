import { Group, Text, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import classes from "./Steps.module.css";
import { STEPS, type Step } from "./steps";

interface Props {
  at: Step;
  done: Record<Step, boolean>;
  onGo: (step: Step) => void;
}

/** Where one is in the guide, and a way to each step. */
export function Steps({ at, done, onGo }: Props) {
  const { t } = useTranslation("welcome");
  return (
    <nav aria-label={t("progress", { step: STEPS.indexOf(at) + 1, of: STEPS.length })}>
      <ol className={classes.steps}>
        {STEPS.map((step) => (
          <li key={step} className={classes.step}>
            <UnstyledButton
              className={classes.button}
              onClick={() => onGo(step)}
              aria-current={step === at ? "step" : undefined}
              data-done={done[step] || undefined}
            >
              <span className={classes.bar} aria-hidden />
              <Group
                gap={4}
                wrap="nowrap"
                renderRoot={(props) => <span {...props} />}
                c={step === at ? undefined : "dimmed"}
              >
                {done[step] && <IconCheck size={16} aria-hidden style={{ flexShrink: 0 }} />}
                <Text span size="sm" fw={step === at ? 600 : 400} truncate>
                  {t(`${step}.short`)}
                </Text>
                {done[step] && <VisuallyHidden>{t("done")}</VisuallyHidden>}
              </Group>
            </UnstyledButton>
          </li>
        ))}
      </ol>
    </nav>
  );
}
