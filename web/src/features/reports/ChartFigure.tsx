import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  /** What the chart shows. */
  label: string;
  /** The same in words, for who cannot see it: headings, and rows that the first cell names. */
  head: string[];
  rows: string[][];
  children: ReactNode;
}

/** A chart, and behind it the table it is drawn of. */
export function ChartFigure({ label, head, rows, children }: Props) {
  return (
    <figure style={{ margin: 0, position: "relative" }}>
      <div aria-hidden>{children}</div>
      <VisuallyHidden>
        <table>
          <caption>{label}</caption>
          <thead>
            <tr>
              {head.map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
                {cells.map((cell, at) =>
                  at === 0 ? (
                    <th key={at} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={at}>{cell}</td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </VisuallyHidden>
    </figure>
  );
}
