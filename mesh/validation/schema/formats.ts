/** A form that a text has beyond being one: whether it holds, and what to say when it does not. */
interface Format {
  readonly holds: (value: unknown) => boolean;
  readonly message: string;
}

const quantity = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?$/;
const time = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;
const base64 = /^[A-Za-z0-9+/\r\n]*={0,2}[\r\n]*$/;

/** Formats by name (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/). */
export const formats = {
  quantity: {
    holds: (value) => typeof value === 'number' || (typeof value === 'string' && quantity.test(value.trim())),
    message: 'must be a quantity such as 100m, 0.5 or 128Mi',
  },
  time: {
    holds: (value) => typeof value === 'string' && time.test(value),
    message: 'must be a time such as 2026-01-31T12:00:00Z',
  },
  base64: {
    holds: (value) =>
      typeof value === 'string' && base64.test(value) && value.replaceAll(/[\r\n]/g, '').length % 4 === 0,
    message: 'must be base64',
  },
} as const satisfies Readonly<Record<string, Format>>;

/** Name of a format. */
export type FormatName = keyof typeof formats;
