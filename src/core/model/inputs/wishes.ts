import type { TensorType } from '../../../contract/model.ts';

/** What a level or a user wants of the inputs. Null: no wish, the model's fixed sizes or small defaults do. */
export interface InputWishes {
  readonly batch: number | null;
  readonly sequence: number | null;
  /** Input name to shape, over all else. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
  /** Input name to the tensor that a file has for it. */
  readonly files?: Readonly<
    Record<string, { readonly type: TensorType; readonly shape: readonly number[]; readonly file: string }>
  >;
  /** Token ids stay below this, where the model does not say. */
  readonly vocabulary?: number | null;
}
