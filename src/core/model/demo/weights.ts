import { nextRandom, randomState, seedOf } from '../random.ts';
import type { TensorPayload } from '../onnx-messages.ts';

/** How a float32 weight of a demo model is made: always the same for the same name. */
export type WeightRecipe =
  /** Uniform with the deviation gain / √fanIn, which keeps activations of the same size from layer to layer. */
  | { readonly kind: 'random'; readonly fanIn: number; readonly gain?: number }
  | { readonly kind: 'constant'; readonly value: number }
  /** Rotary or sinusoidal frequencies: 10000^(-i/count), Vaswani et al. 2017. */
  | { readonly kind: 'frequencies'; readonly count: number };

export function weightPayload(name: string, elements: number, recipe: WeightRecipe): TensorPayload {
  const open = (): ((target: Uint8Array) => void) => {
    const fill = openFill(name, recipe);
    return (target) => fill(new Float32Array(target.buffer, target.byteOffset, target.length / 4));
  };
  return { kind: 'generated', length: elements * 4, open };
}

function openFill(name: string, recipe: WeightRecipe): (target: Float32Array) => void {
  switch (recipe.kind) {
    case 'constant':
      return (target) => target.fill(recipe.value);
    case 'frequencies': {
      let done = 0;
      return (target) => {
        for (let index = 0; index < target.length; index++) {
          target[index] = 10_000 ** -(done++ / recipe.count);
        }
      };
    }
    case 'random': {
      let state = randomState(seedOf(name));
      const scale = ((recipe.gain ?? 1) * Math.sqrt(3 / recipe.fanIn)) / 2 ** 31;
      return (target) => {
        let local = state;
        for (let index = 0; index < target.length; index++) {
          local = nextRandom(local);
          target[index] = local * scale;
        }
        state = local;
      };
    }
  }
}
