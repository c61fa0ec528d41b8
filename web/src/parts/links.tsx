import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, "style" | "color"> & {
  ref?: Ref<HTMLAnchorElement>;
};

/** A link to a place in the desk, as words. */
export const TextLink = createLink((props: AnchorProps & LinkProps) => <Anchor {...props} />);

/** A link to a place in the desk, as a button. */
export const ButtonLink = createLink((props: ButtonProps & LinkProps) => <Button component="a" {...props} />);
