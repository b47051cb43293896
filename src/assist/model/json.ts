/** The JSON value a model's answer holds: bare, fenced, or with words around it; undefined when there is none. */
export function jsonIn(content: string): unknown {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/iu.exec(content)?.[1];
  const [from, to] = [content.indexOf("{"), content.lastIndexOf("}")];
  for (const each of [content, fenced, from >= 0 && to > from ? content.slice(from, to + 1) : undefined])
    if (each !== undefined)
      try {
        return JSON.parse(each) as unknown;
      } catch {
        // The next reading may be one.
      }
  return undefined;
}
