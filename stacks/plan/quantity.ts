const factors: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** The number that a quantity of Kubernetes stands for, `100m` or `128Mi`; undefined when it is not one. */
export function parseQuantity(quantity: unknown): number | undefined {
  const [, number, unit = ''] = /^([0-9.]+)([a-zA-Z]*)$/.exec(String(quantity ?? '')) ?? [];
  const factor = factors[unit];
  return number === undefined || factor === undefined || Number.isNaN(Number(number))
    ? undefined
    : Number(number) * factor;
}
