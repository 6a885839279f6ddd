/** The sections of the page. */
export const tabs = [
  'picture',
  'changes',
  'exposure',
  'services',
  'access',
  'mtls',
  'findings',
  'ask',
  'unknown',
] as const;

/** One of the sections. */
export type Tab = (typeof tabs)[number];

/** What the page shows: all of it is in the address, so that a link leads to the same view. */
export interface State {
  readonly tab: Tab;
  /** Id of the view of the picture; empty for the first; `around` for the selected service and its neighbours. */
  readonly view: string;
  /** Id of the selected node, empty for none. */
  readonly node: string;
  /** Id of the selected edge, empty for none. */
  readonly edge: string;
  /** Text that names must hold. */
  readonly search: string;
  readonly namespace: string;
  /** Level of the findings that a service must have, or `any`; empty for no demand. */
  readonly finding: string;
  /** `exposed` or `internal`; empty for no demand. */
  readonly exposure: string;
  /** `light` or `dark`; empty for what the system says. */
  readonly theme: string;
  /** The question of the box, as JSON; empty for none. */
  readonly question: string;
}

const nothing: State = {
  tab: 'picture',
  view: '',
  node: '',
  edge: '',
  search: '',
  namespace: '',
  finding: '',
  exposure: '',
  theme: '',
  question: '',
};

/** The state that an address has. */
export function stateOf(hash: string): State {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const read = (name: keyof State): string => given.get(name) ?? nothing[name];
  const tab = tabs.find((one) => one === read('tab')) ?? 'picture';
  const fields = (Object.keys(nothing) as (keyof State)[]).map((name) => [name, read(name)]);
  return { ...(Object.fromEntries(fields) as unknown as State), tab };
}

/** The address of a state; what is as usual is left out. */
export function hashOf(state: State): string {
  const given = (Object.keys(nothing) as (keyof State)[]).filter((name) => state[name] !== nothing[name]);
  return `#${new URLSearchParams(given.map((name) => [name, state[name]]))}`;
}
