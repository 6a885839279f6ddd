/** The parts of a mesh's bill, as the guides divide it. */
export const BUCKETS = [
  'ASM fee',
  'ACK and nodes',
  'sidecar overhead',
  'load balancers',
  'observability',
  'traffic',
] as const;

/** One line of the sheet. */
export interface CostLine {
  readonly bucket: (typeof BUCKETS)[number];
  /** What is counted; also the key in a price file. */
  readonly item: string;
  readonly quantity: number;
  /** Upper end, where autoscaling moves it. */
  readonly most?: number;
  readonly unit: string;
  /** Quantity times the price of the file. Absent without a price. */
  readonly monthly?: number;
}

/** A line before its price. */
export type DraftLine = Omit<CostLine, 'monthly'>;
