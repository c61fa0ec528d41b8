/** The data of an answer of `api.GET` and the like; throws the problem where it is one. */
export async function must<Data>(answer: Promise<{ data?: Data; error?: unknown }>): Promise<Data> {
  const { data, error } = await answer;
  if (error !== undefined) throw error;
  return data as Data;
}
