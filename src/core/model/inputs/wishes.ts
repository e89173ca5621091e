/** What a level or a user wants of the inputs. Null: no wish, the model's fixed sizes or small defaults do. */
export interface InputWishes {
  readonly batch: number | null;
  readonly sequence: number | null;
  /** Input name to shape, over all else. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  /** Token ids stay below this, where the model does not say. */
  readonly vocabulary?: number | null;
}
