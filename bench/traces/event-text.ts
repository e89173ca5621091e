import { lengthText, type ClockText } from './trace-clock.ts';

/** How events are written: as Kineto prints them, or on one line without arguments as many other tools do. */
export interface EventText {
  span(
    category: string,
    name: string,
    process: number,
    thread: number,
    startNs: number,
    ns: number,
    args: string,
  ): string;
  flow(phase: 's' | 'f', category: string, id: number, process: number, thread: number, atNs: number): string;
  instant(name: string, process: number, thread: number, atNs: number, args: string): string;
}

export const kinetoText = (clockText: ClockText): EventText => ({
  span: (category, name, process, thread, startNs, ns, args) => `  {
    "ph": "X", "cat": "${category}", "name": "${name}", "pid": ${process}, "tid": ${thread},
    "ts": ${clockText(startNs)}, "dur": ${lengthText(ns)},
    "args": {
      ${args}
    }
  },
`,
  flow: (phase, category, id, process, thread, atNs) => `  {
    "ph": "${phase}", "id": ${id}, "pid": ${process}, "tid": ${thread}, "ts": ${clockText(atNs)},
    "cat": "${category}", "name": "${category}"${phase === 'f' ? ', "bp": "e"' : ''}
  },
`,
  instant: (name, process, thread, atNs, args) => `  {
    "ph": "i", "cat": "cpu_instant_event", "s": "t", "name": "${name}",
    "pid": ${process}, "tid": ${thread},
    "ts": ${clockText(atNs)},
    "args": {
      ${args}
    }
  },
`,
});

export const compactText = (clockText: ClockText): EventText => ({
  span: (category, name, process, thread, startNs, ns) =>
    `{"name":"${name}","cat":"${category}","ph":"X","ts":${clockText(startNs)},"dur":${lengthText(ns)},"pid":${process},"tid":${thread}},\n`,
  flow: () => '',
  instant: () => '',
});
