/**
 * A list whose elements are read by index: an array, or a view of a shared array that parses an element at each read.
 */
export interface Listing<T> {
  readonly length: number;
  /** Undefined beyond the end. */
  at(place: number): T | undefined;
}
