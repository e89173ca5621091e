import {
  Activity,
  ChartGantt,
  ChartSpline,
  Gauge,
  History,
  PanelLeft,
  Scale,
  Search,
  Settings,
  type LucideIcon,
} from 'lucide-react';
import { classNames } from '../components/class-names.ts';
import { Kbd } from '../components/Kbd.tsx';
import { Tooltip } from '../components/Tooltip.tsx';
import { showOverlay } from '../state/overlays.ts';
import { toggleRail, usePreferences } from '../state/preferences.ts';
import { useUnseenAlerts } from '../state/hardware-alerts.ts';
import { useRoute } from '../state/navigation.ts';
import { formatRoute, type Route } from '../state/routes.ts';
import { Mark } from './Mark.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';
import styles from './Rail.module.css';

interface Place {
  readonly label: string;
  readonly icon: LucideIcon;
  readonly route: Route;
  /** The pages during which this place is the current one. */
  readonly pages: readonly Route['page'][];
  readonly shortcut: string;
}

const PLACES: readonly Place[] = [
  {
    label: 'Bench',
    icon: Gauge,
    route: { page: 'bench', runId: null },
    pages: ['bench', 'sweep'],
    shortcut: 'G B',
  },
  { label: 'Runs', icon: History, route: { page: 'runs' }, pages: ['runs', 'run'], shortcut: 'G R' },
  {
    label: 'Compare',
    icon: Scale,
    route: { page: 'compare', runs: [] },
    pages: ['compare', 'ab'],
    shortcut: 'G C',
  },
  {
    label: 'History',
    icon: ChartSpline,
    route: { page: 'history', model: null },
    pages: ['history'],
    shortcut: 'G Y',
  },
  {
    label: 'Traces',
    icon: ChartGantt,
    route: { page: 'traces' },
    pages: ['traces', 'trace'],
    shortcut: 'G T',
  },
  {
    label: 'Hardware',
    icon: Activity,
    route: { page: 'hardware', part: 'live', recordingId: null },
    pages: ['hardware'],
    shortcut: 'G H',
  },
];
const SETTINGS: Place = {
  label: 'Settings',
  icon: Settings,
  route: { page: 'settings' },
  pages: ['settings'],
  shortcut: 'G S',
};

export function Rail() {
  const collapsed = usePreferences((preferences) => preferences.railCollapsed);
  const { page } = useRoute();
  return (
    <header className={classNames(styles.rail, collapsed && styles.collapsed)}>
      <a className={styles.skip} href="#main" onClick={focusMain}>
        Skip to content
      </a>
      <div className={styles.head}>
        <Mark />
        <span className={styles.name}>Dyno</span>
      </div>
      <button type="button" className={styles.find} onClick={() => showOverlay('palette')} aria-label="Find">
        <Search aria-hidden="true" />
        <span className={styles.label}>Find</span>
        <span className={styles.keys}>
          <Kbd keys="mod+K" />
        </span>
      </button>
      <nav aria-label="Main" className={styles.places}>
        <ul>
          {PLACES.map((place) => (
            <PlaceLink key={place.label} place={place} current={place.pages.includes(page)} />
          ))}
        </ul>
        <ul>
          <PlaceLink place={SETTINGS} current={page === 'settings'} />
        </ul>
      </nav>
      <div className={styles.foot}>
        <ThemeMenu />
        <Tooltip text={collapsed ? 'Unfold the rail' : 'Fold the rail'} shortcut="[" side="right">
          <button
            type="button"
            className={styles.tool}
            onClick={toggleRail}
            aria-expanded={!collapsed}
            aria-label="Rail"
          >
            <PanelLeft aria-hidden="true" />
          </button>
        </Tooltip>
      </div>
    </header>
  );
}

/** The hash is the address of a page here, so the link must not set it. */
function focusMain(event: { preventDefault(): void }): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}

function PlaceLink({ place, current }: { readonly place: Place; readonly current: boolean }) {
  const Icon = place.icon;
  return (
    <li>
      <Tooltip text={place.label} shortcut={place.shortcut} side="right">
        <a
          href={formatRoute(place.route)}
          className={styles.place}
          aria-label={place.label}
          aria-current={current ? 'page' : undefined}
        >
          <Icon aria-hidden="true" />
          <span className={styles.label}>{place.label}</span>
          {place.pages.includes('hardware') && <UnseenAlerts />}
        </a>
      </Tooltip>
    </li>
  );
}

function UnseenAlerts() {
  const count = useUnseenAlerts();
  if (count === 0) return null;
  return (
    <span className={styles.count}>
      {count}
      <span className="visually-hidden">{count === 1 ? ' open alert' : ' open alerts'}</span>
    </span>
  );
}
