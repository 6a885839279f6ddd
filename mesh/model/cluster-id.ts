/** What stands for the id of a cluster, or of something else of the account, until it is made: it shows a reviewer what will stand there. */
export function idPlaceholder(name: string): string {
  return `<id of ${name}>`;
}

/** The name of the cluster that an id means: as named, or as a placeholder says. @default the id itself */
export function clusterNameOf(id: string, names: Readonly<Record<string, string>>): string {
  const named = Object.hasOwn(names, id) ? names[id] : undefined;
  return named ?? /^<id of (.+)>$/.exec(id)?.[1] ?? id;
}
