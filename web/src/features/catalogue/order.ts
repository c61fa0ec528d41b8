import type { Schemas } from "../../api/client";

type Service = Schemas["Service"];
type Category = Schemas["ServiceCategory"];

/** The services under one heading. */
export interface Group {
  /** Null: those under none. */
  category: Category | null;
  services: Service[];
}

/** Services under their headings, as visitors see them; those under no heading, or an archived one, come last. */
export function grouped(services: Service[], categories: Category[]): Group[] {
  const known = new Set(categories.map(({ id }) => id));
  const groups: Group[] = categories.map((category) => ({
    category,
    services: services.filter(({ category_id }) => category_id === category.id),
  }));
  const rest = services.filter(({ category_id }) => !category_id || !known.has(category_id));
  return [...groups, { category: null, services: rest }].filter(({ services }) => services.length > 0);
}

/** The order of all services once one stands where another of its group stood. */
export function placed(groups: Group[], id: string, onto: string): string[] {
  return groups.flatMap(({ services }) => {
    const ids = services.map((service) => service.id);
    const [from, to] = [ids.indexOf(id), ids.indexOf(onto)];
    if (from < 0 || to < 0) return ids;
    ids.splice(from, 1);
    ids.splice(to, 0, id);
    return ids;
  });
}

/** The services in an order of ids; those that it does not name stay behind. */
export function inOrder(services: Service[], ids: string[]): Service[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  const of = ({ id }: Service) => place.get(id) ?? ids.length;
  return [...services].sort((one, other) => of(one) - of(other));
}
