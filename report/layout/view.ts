/** Where a node is in a view: its upper left corner and its size, in pixels. */
export interface PlacedNode {
  /** Id of the node; `ns:shop` stands for a whole namespace, `hosts` for all hosts outside. */
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where the box of a namespace is. */
export interface PlacedGroup extends Omit<PlacedNode, 'id'> {
  readonly namespace: string;
}

/** How an edge runs. */
export interface PlacedEdge {
  /** `from → to` of the ends in this view. */
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Path of an SVG. */
  readonly path: string;
  /** Where its label goes. */
  readonly x: number;
  readonly y: number;
  /** Ids of the edges of the report that it stands for. */
  readonly edges: readonly string[];
}

/** A picture whose places are known. */
export interface View {
  /** `all`, `overview`, or `ns:shop`. */
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly groups: readonly PlacedGroup[];
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** What a view shows, before its places are known. */
export interface Drawing {
  readonly id: string;
  readonly nodes: readonly DrawnNode[];
  readonly edges: readonly DrawnEdge[];
}

/** A node of a drawing with its size. */
export interface DrawnNode {
  readonly id: string;
  /** Namespace in whose box it stands; empty for none. */
  readonly group: string;
  readonly width: number;
  readonly height: number;
}

/** An edge of a drawing. */
export type DrawnEdge = Pick<PlacedEdge, 'from' | 'to' | 'edges'>;
