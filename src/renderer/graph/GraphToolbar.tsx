import {
  ChevronDown,
  ChevronUp,
  Ellipsis,
  FoldVertical,
  ListTree,
  Maximize,
  Minus,
  Plus,
  Search,
  UnfoldVertical,
} from 'lucide-react';
import type { KeyboardEvent } from 'react';
import type { HeatMetric } from '../../core/analysis/graph-heat/heat-metric.ts';
import { IconButton } from '../components/IconButton.tsx';
import { Menu } from '../components/Menu.tsx';
import { Select } from '../components/Select.tsx';
import { TextField } from '../components/TextField.tsx';
import { metricOptions } from './HeatLegend.tsx';
import { PICTURE_WORDS, type GraphPicture } from './save-graph.ts';
import styles from './GraphView.module.css';

export interface GraphToolbarProps {
  readonly metric: HeatMetric;
  readonly onMetric: (metric: HeatMetric) => void;
  /** Whether there is a profile whose operators are known to be these nodes. */
  readonly isTimed: boolean;
  readonly words: string;
  readonly onWords: (words: string) => void;
  readonly hitCount: number;
  /** −1 before the first was gone to. */
  readonly hitAt: number;
  readonly onHit: (at: number) => void;
  readonly hasGroups: boolean;
  readonly onFoldAll: () => void;
  readonly onUnfoldAll: () => void;
  readonly onDefaultFolding: () => void;
  readonly hasOutline: boolean;
  readonly onOutline: (hasOutline: boolean) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
  readonly onSave: (picture: GraphPicture) => void;
}

const ZOOM = 1.4;

export function GraphToolbar(props: GraphToolbarProps) {
  const { words, hitCount, hitAt, onHit } = props;
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') onHit(event.shiftKey ? hitAt - 1 : hitAt + 1);
    else if (event.key === 'Escape') props.onWords('');
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Graph">
      <IconButton
        label="Outline"
        pressed={props.hasOutline}
        onClick={() => props.onOutline(!props.hasOutline)}
      >
        <ListTree />
      </IconButton>
      <div className={styles.metric}>
        <Select
          label="Colour by"
          labelHidden
          value={props.metric}
          options={metricOptions(props.isTimed)}
          onChange={props.onMetric}
        />
      </div>
      <div className={styles.search} onKeyDown={press}>
        <TextField
          type="search"
          label="Find nodes"
          labelHidden
          icon={<Search />}
          placeholder="Operator, name or tensor"
          value={words}
          onChange={props.onWords}
        />
      </div>
      {words.trim() !== '' && (
        <>
          <span className={styles.hits} role="status">
            {hitCount === 0 ? 'none' : hitAt < 0 ? `${hitCount} found` : `${hitAt + 1} of ${hitCount}`}
          </span>
          <IconButton label="Previous hit" disabled={hitCount === 0} onClick={() => onHit(hitAt - 1)}>
            <ChevronUp />
          </IconButton>
          <IconButton label="Next hit" disabled={hitCount === 0} onClick={() => onHit(hitAt + 1)}>
            <ChevronDown />
          </IconButton>
        </>
      )}
      <span className={styles.space} />
      <IconButton label="Fold all modules" disabled={!props.hasGroups} onClick={props.onFoldAll}>
        <FoldVertical />
      </IconButton>
      <IconButton label="Unfold all modules" disabled={!props.hasGroups} onClick={props.onUnfoldAll}>
        <UnfoldVertical />
      </IconButton>
      <IconButton label="Zoom out" shortcut="-" onClick={() => props.onZoom(1 / ZOOM)}>
        <Minus />
      </IconButton>
      <IconButton label="Zoom in" shortcut="+" onClick={() => props.onZoom(ZOOM)}>
        <Plus />
      </IconButton>
      <IconButton label="Show all" shortcut="0" onClick={props.onFit}>
        <Maximize />
      </IconButton>
      <Menu
        trigger={
          <IconButton label="Graph menu">
            <Ellipsis />
          </IconButton>
        }
        items={[
          ...Object.entries(PICTURE_WORDS).map(([picture, label]) => ({
            label,
            onSelect: () => props.onSave(picture as GraphPicture),
          })),
          {
            label: 'Fold as at first',
            separated: true,
            disabled: !props.hasGroups,
            onSelect: props.onDefaultFolding,
          },
        ]}
      />
    </div>
  );
}
