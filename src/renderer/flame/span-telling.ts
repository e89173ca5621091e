import type { SpanFacts } from '../../contract/span-source.ts';

/** What is told of a span in place of its length, where that stands for something else. */
export type SpanTelling = (facts: SpanFacts) => readonly { readonly label: string; readonly value: string }[];
