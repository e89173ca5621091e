import { HISTORY_METRICS, type HistoryMetric } from '../../contract/history.ts';

export const HARDWARE_PARTS = ['live', 'alerts', 'recordings', 'ceilings'] as const;
export type HardwarePart = (typeof HARDWARE_PARTS)[number];

export const RUN_TABS = [
  'overview',
  'operators',
  'flame',
  'graph',
  'memory',
  'targets',
  'environment',
  'configuration',
  'notes',
] as const;
export const TRACE_TABS = [
  'timeline',
  'overview',
  'names',
  'kernels',
  'operators',
  'streams',
  'transfers',
  'critical-path',
  'query',
  'notes',
  /** Against the one beside it. */
  'compare',
] as const;
export const TRACE_DIFFERENCE_VIEWS = ['names', 'flame', 'steps'] as const;
export type TraceDifferenceView = (typeof TRACE_DIFFERENCE_VIEWS)[number];
export type TraceTab = (typeof TRACE_TABS)[number];

export const COMPARE_TABS = ['overview', 'operators', 'flame', 'graphs', 'hardware', 'environment'] as const;
export type CompareTab = (typeof COMPARE_TABS)[number];

export type RunTab = (typeof RUN_TABS)[number];

/** Where one can be. The hash is the address, so that back, reload and links work. */
export type Route =
  | { readonly page: 'bench'; readonly runId: string | null }
  | { readonly page: 'runs' }
  | RunRoute
  | CompareRoute
  /** A tested comparison; without an id, where one is set up. */
  | { readonly page: 'ab'; readonly id: string | null }
  | { readonly page: 'sweep'; readonly sweepId: string | null }
  /** One part of it; of its recordings one that is open. */
  | { readonly page: 'hardware'; readonly part: HardwarePart; readonly recordingId: string | null }
  | { readonly page: 'traces' }
  | TraceRoute
  | HistoryRoute
  | { readonly page: 'settings' }
  | { readonly page: 'unknown'; readonly hash: string };

export interface CompareRoute {
  readonly page: 'compare';
  /** The first is the reference. */
  readonly runs: readonly string[];
  /** Left out: the overview. */
  readonly tab?: CompareTab;
  /** Whose difference from the reference is explained; left out: the second's. */
  readonly other?: string;
  /** The selected one, by its place in Difference.parts: table, flame chart and graphs lead to each other. */
  readonly part?: number;
}

export interface RunRoute {
  readonly page: 'run';
  readonly runId: string;
  /** Left out: the overview. */
  readonly tab?: RunTab;
  /** The selected one, by its place in RunProfile.operators: table, flame chart and graph lead to each other. */
  readonly operator?: number;
}

export interface TraceRoute {
  readonly page: 'trace';
  readonly traceId: string;
  /** Left out: the timeline. */
  readonly tab?: TraceTab;
  /** Others in the same view, such as the other ranks of one job. */
  readonly beside?: readonly string[];
  /** What the timeline shows at first; left out: all. Microseconds. */
  readonly from?: number;
  readonly to?: number;
  /** Of a comparison with the trace beside it: what is held against each other, how it is shown, and what is selected. */
  readonly by?: 'kernels' | 'operators';
  readonly view?: TraceDifferenceView;
  readonly part?: number;
}

export interface HistoryRoute {
  readonly page: 'history';
  /** As in HistoryRequest; null: all models to choose from. */
  readonly model: string | null;
  /** Left out: the one with the most runs. */
  readonly benchmark?: string;
  /** Left out: the median. */
  readonly metric?: HistoryMetric;
}

export const HOME: Route = { page: 'bench', runId: null };

export function parseRoute(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const parts = path.split('/').filter((part) => part !== '');
  const [page, id, ...rest] = parts.map(decode);
  if (page === undefined) return HOME;
  if (page === 'compare' && id === 'ab' && rest.length <= 1) return { page: 'ab', id: rest[0] ?? null };
  if (page === 'hardware') return parseHardware(hash, id ?? 'live', rest);
  if (rest.length > 0) return { page: 'unknown', hash };
  if (page === 'bench') return { page, runId: id ?? null };
  if (page === 'sweep') return { page, sweepId: id ?? null };
  if (page === 'runs') return id === undefined ? { page } : parseRun(id, query);
  if (page === 'traces') return id === undefined ? { page } : parseTrace(id, query);
  if (page === 'compare' && id === undefined) return parseCompare(query);
  if (page === 'history') return parseHistory(id ?? null, query);
  if (page === 'settings' && id === undefined) return { page };
  return { page: 'unknown', hash };
}

/** Of a part or an operator that does not exist, nothing is kept: the run itself is there. */
function parseRun(runId: string, query: string): RunRoute {
  const wanted = new URLSearchParams(query);
  const tab = RUN_TABS.find((each) => each === wanted.get('tab'));
  const operator = wanted.get('operator') ?? '';
  return {
    page: 'run',
    runId,
    ...(tab === undefined || tab === 'overview' ? {} : { tab }),
    ...(/^\d{1,9}$/.test(operator) ? { operator: Number(operator) } : {}),
  };
}

/** `?a=…&b=…` is how two runs were named once. */
function parseCompare(query: string): CompareRoute {
  const wanted = new URLSearchParams(query);
  const named = wanted.get('runs')?.split(',').map(decode) ?? [wanted.get('a'), wanted.get('b')];
  const runs = [...new Set(named.filter((id) => id !== null && id !== ''))] as readonly string[];
  const tab = COMPARE_TABS.find((each) => each === wanted.get('tab'));
  const other = wanted.get('other');
  return {
    page: 'compare',
    runs,
    ...(tab === undefined || tab === 'overview' ? {} : { tab }),
    ...(other !== null && runs.indexOf(other) > 0 ? { other } : {}),
    ...parsePart(wanted),
  };
}

/** Of a part or a stretch of time that makes no sense, nothing is kept: the trace itself is there. */
function parseTrace(traceId: string, query: string): TraceRoute {
  const wanted = new URLSearchParams(query);
  const tab = TRACE_TABS.find((each) => each === wanted.get('tab'));
  const beside = (wanted.get('beside') ?? '').split(',').filter((id) => /^[0-9a-f]{16,64}$/.test(id));
  const [from, to] = [Number(wanted.get('from') ?? Number.NaN), Number(wanted.get('to') ?? Number.NaN)];
  return {
    page: 'trace',
    traceId,
    ...(tab === undefined || tab === 'timeline' ? {} : { tab }),
    ...(beside.length === 0 ? {} : { beside }),
    ...(Number.isFinite(from) && Number.isFinite(to) && from < to ? { from, to } : {}),
    ...parseCompared(wanted),
  };
}

function parseCompared(wanted: URLSearchParams): Pick<TraceRoute, 'by' | 'view' | 'part'> {
  const by = (['kernels', 'operators'] as const).find((each) => each === wanted.get('by'));
  const view = TRACE_DIFFERENCE_VIEWS.find((each) => each === wanted.get('view'));
  return {
    ...(by === undefined ? {} : { by }),
    ...(view === undefined || view === 'names' ? {} : { view }),
    ...parsePart(wanted),
  };
}

function parsePart(wanted: URLSearchParams): { readonly part?: number } {
  const part = wanted.get('part') ?? '';
  return /^\d{1,9}$/.test(part) ? { part: Number(part) } : {};
}

function parseHistory(model: string | null, query: string): HistoryRoute {
  const wanted = new URLSearchParams(query);
  const benchmark = wanted.get('benchmark');
  const metric = HISTORY_METRICS.find((each) => each === wanted.get('metric'));
  return {
    page: 'history',
    model,
    ...(benchmark === null || model === null ? {} : { benchmark }),
    ...(metric === undefined || metric === 'p50' || model === null ? {} : { metric }),
  };
}

function parseHardware(hash: string, name: string, [id, ...rest]: readonly string[]): Route {
  const part = HARDWARE_PARTS.find((each) => each === name);
  if (part === undefined || rest.length > 0 || (id !== undefined && part !== 'recordings')) {
    return { page: 'unknown', hash };
  }
  return { page: 'hardware', part, recordingId: id ?? null };
}

export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'bench':
      return route.runId === null ? '#/bench' : `#/bench/${encodeURIComponent(route.runId)}`;
    case 'sweep':
      return route.sweepId === null ? '#/sweep' : `#/sweep/${encodeURIComponent(route.sweepId)}`;
    case 'run':
      return `#/runs/${encodeURIComponent(route.runId)}${formatQuery({
        tab: route.tab === 'overview' ? null : (route.tab ?? null),
        operator: route.operator === undefined ? null : String(route.operator),
      })}`;
    case 'compare':
      return `#/compare${formatQuery({
        runs: route.runs.length === 0 ? null : route.runs.map(encodeURIComponent).join(','),
        tab: route.tab === 'overview' ? null : (route.tab ?? null),
        other: route.other ?? null,
        part: route.part === undefined ? null : String(route.part),
      })}`;
    case 'ab':
      return route.id === null ? '#/compare/ab' : `#/compare/ab/${encodeURIComponent(route.id)}`;
    case 'hardware':
      if (route.recordingId !== null) return `#/hardware/recordings/${encodeURIComponent(route.recordingId)}`;
      return route.part === 'live' ? '#/hardware' : `#/hardware/${route.part}`;
    case 'trace':
      return `#/traces/${encodeURIComponent(route.traceId)}${formatQuery({
        tab: route.tab === 'timeline' ? null : (route.tab ?? null),
        beside: route.beside?.join(',') ?? null,
        from: route.from === undefined ? null : String(route.from),
        to: route.to === undefined ? null : String(route.to),
        by: route.by ?? null,
        view: route.view === 'names' ? null : (route.view ?? null),
        part: route.part === undefined ? null : String(route.part),
      })}`;
    case 'history':
      return `#/history${route.model === null ? '' : `/${encodeURIComponent(route.model)}`}${formatQuery({
        benchmark: route.benchmark ?? null,
        metric: route.metric === 'p50' ? null : (route.metric ?? null),
      })}`;
    case 'unknown':
      return route.hash;
    case 'runs':
    case 'traces':
    case 'settings':
      return `#/${route.page}`;
  }
}

function formatQuery(values: Readonly<Record<string, string | null>>): string {
  const set = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null);
  return set.length === 0 ? '' : `?${new URLSearchParams(set).toString()}`;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
