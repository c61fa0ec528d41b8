const MOST = 6;

/** Of these moments the few that are nearest to `wanted`, in the order of time; never `but`. */
export function nearest(moments: string[], wanted: string, but: string | undefined): string[] {
  const far = (moment: string) => Math.abs(Date.parse(moment) - Date.parse(wanted));
  return moments
    .filter((moment) => Date.parse(moment) !== Date.parse(but ?? ""))
    .toSorted((a, b) => far(a) - far(b))
    .slice(0, MOST)
    .toSorted((a, b) => Date.parse(a) - Date.parse(b));
}
