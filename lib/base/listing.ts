/** A list that is read by place: an array, or a part of one whose elements are parsed as they are read. */
export interface Listing<T> {
  readonly length: number;
  /** Undefined beyond the end. */
  at(place: number): T | undefined;
}
