import type { OperatorFamily } from '../../../../contract/operator-family.ts';
import type { OperatorProfile } from '../../../../contract/profile.ts';
import { attainedShare, type CeilingsOfRun } from '../../../../core/analysis/operators/attained.ts';
import {
  familyOfAll,
  groupByProvider,
  groupByType,
  typeWords,
  type OperatorGroup,
  type OperatorGrouping,
} from '../../../../core/analysis/operators/group-operators.ts';
import { moduleTree, spreadModules } from '../../../../core/analysis/operators/module-tree.ts';
import { sumOperators, type OperatorSum } from '../../../../core/analysis/operators/operator-sum.ts';

/** One line of the table: an operator, or several that belong together. */
export interface OperatorRow {
  readonly key: string;
  readonly depth: number;
  readonly label: string;
  /** Empty where a group has several. */
  readonly op: string;
  readonly module: string;
  readonly provider: string;
  readonly family: OperatorFamily | null;
  /** Place in RunProfile.operators; null for a group. */
  readonly place: number | null;
  /** Of all that it stands for. */
  readonly places: readonly number[];
  readonly sum: OperatorSum;
  /** Of what the ceilings allow; null where it is not known. */
  readonly attained: number | null;
  /** Null for what does not fold. */
  readonly isOpen: boolean | null;
}

export interface RowsView {
  readonly grouping: OperatorGrouping;
  readonly typed: string;
  readonly opened: ReadonlySet<string>;
  readonly order: (one: OperatorRow, other: OperatorRow) => number;
}

const NOTHING: ReadonlySet<string> = new Set();

function byShare(one: OperatorRow, other: OperatorRow): number {
  return other.sum.share - one.sum.share;
}

/** Makes the rows of one profile; each operator's line is worked out once. */
export class OperatorRows {
  readonly #operators: readonly OperatorProfile[];
  readonly #ceilings: CeilingsOfRun;
  readonly #single = new Map<number, OperatorRow>();
  readonly #words = new Map<number, string>();

  constructor(operators: readonly OperatorProfile[], ceilings: CeilingsOfRun) {
    this.#operators = operators;
    this.#ceilings = ceilings;
  }

  /** Those in sight: of a folded group its own line alone. Siblings are in order, whatever the depth. */
  visible(view: RowsView): readonly OperatorRow[] {
    const places = this.#matching(view.typed);
    if (view.grouping === 'node') return places.map((place) => this.#row(place, 0)).sort(view.order);
    const rows: OperatorRow[] = [];
    this.#put(this.#groups(view.grouping, places), [], 0, view, rows);
    return rows;
  }

  /** The dearest of them, for a chart of so many; of modules as far down as it takes to have them. */
  dearest(grouping: OperatorGrouping, count: number): readonly OperatorRow[] {
    const all = this.#operators.map((_, place) => place);
    const order = byShare;
    if (grouping === 'node') return all.map((place) => this.#row(place, 0)).sort(order);
    const groups = this.#groups(grouping, all);
    const costOf = ({ places }: OperatorGroup): number =>
      places.reduce((sum, place) => sum + (this.#operators[place] as OperatorProfile).selfMs, 0);
    return (grouping === 'module' ? spreadModules(groups, count, costOf) : groups)
      .map((group) => this.#groupRow(group, 0, { grouping, opened: NOTHING }))
      .sort(order);
  }

  /** Of one operator; null where there is none at this place. */
  of(place: number): (OperatorRow & { readonly place: number }) | null {
    return this.#operators[place] === undefined ? null : { ...this.#row(place, 0), place };
  }

  #groups(grouping: OperatorGrouping, places: readonly number[]): readonly OperatorGroup[] {
    switch (grouping) {
      case 'type':
        return groupByType(this.#operators, places);
      case 'provider':
        return groupByProvider(this.#operators, places);
      case 'module':
      case 'node':
        return moduleTree(this.#operators, places);
    }
  }

  #put(
    groups: readonly OperatorGroup[],
    own: readonly number[],
    depth: number,
    view: RowsView,
    rows: OperatorRow[],
  ): void {
    const lines = [
      ...groups.map((group) => ({ row: this.#groupRow(group, depth, view), group })),
      ...own.map((place) => ({ row: this.#row(place, depth), group: null })),
    ].sort((one, other) => view.order(one.row, other.row));
    for (const { row, group } of lines) {
      rows.push(row);
      if (group !== null && row.isOpen === true) this.#put(group.groups, group.own, depth + 1, view, rows);
    }
  }

  #groupRow(
    group: OperatorGroup,
    depth: number,
    { opened, grouping }: Pick<RowsView, 'opened' | 'grouping'>,
  ): OperatorRow {
    const { key, label, places } = group;
    const family = familyOfAll(this.#operators, places);
    const same = (of: (operator: OperatorProfile) => string): string => {
      const first = this.#operators[places[0] ?? -1];
      const word = first === undefined ? '' : of(first);
      return places.every((place) => of(this.#operators[place] as OperatorProfile) === word) ? word : '';
    };
    return {
      key: `group ${key}`,
      depth,
      label,
      op: grouping === 'type' ? label : same(typeWords),
      module: '',
      provider: same(({ provider }) => provider),
      family,
      place: null,
      places,
      sum: sumOperators(this.#operators, places),
      attained: attainedShare(this.#operators, places, this.#ceilings),
      isOpen: opened.has(`group ${key}`),
    };
  }

  #row(place: number, depth: number): OperatorRow {
    const known = this.#single.get(place);
    if (known !== undefined) return known.depth === depth ? known : { ...known, depth };
    const operator = this.#operators[place] as OperatorProfile;
    const row: OperatorRow = {
      key: `operator ${place}`,
      depth,
      label: operator.name === '' ? typeWords(operator) : operator.name,
      op: typeWords(operator),
      module: operator.module.join('/'),
      provider: operator.provider,
      family: operator.family,
      place,
      places: [place],
      sum: sumOperators(this.#operators, [place]),
      attained: attainedShare(this.#operators, [place], this.#ceilings),
      isOpen: null,
    };
    this.#single.set(place, row);
    return row;
  }

  /** Every word typed is somewhere in it; "-word" leaves out those that hold it. */
  #matching(typed: string): readonly number[] {
    const words = typed
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '' && word !== '-');
    const all = this.#operators.map((_, place) => place);
    if (words.length === 0) return all;
    return all.filter((place) => {
      const text = this.#wordsOf(place);
      return words.every((word) =>
        word.startsWith('-') ? !text.includes(word.slice(1)) : text.includes(word),
      );
    });
  }

  #wordsOf(place: number): string {
    const known = this.#words.get(place);
    if (known !== undefined) return known;
    const { name, op, domain, provider, family, module } = this.#operators[place] as OperatorProfile;
    const text = [name, op, domain, provider, family, module.join('/')].join('\n').toLowerCase();
    this.#words.set(place, text);
    return text;
  }
}
