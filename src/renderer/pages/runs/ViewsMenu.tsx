import { BookmarkPlus, ListFilter, Pencil, RefreshCw, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SavedView } from '../../../contract/run-list.ts';
import { Button } from '../../components/Button.tsx';
import { Menu, type MenuItem } from '../../components/Menu.tsx';
import { cutText } from './cut-text.ts';
import { deleteView, saveView, useSavedViews } from './saved-views.ts';
import { shownAtFirst } from './runs-columns.ts';
import { applyView, asSaved, FIRST_SORT, standsAs, useRunsView } from './runs-view.ts';
import { ViewNameDialog } from './ViewNameDialog.tsx';

/** How the table stands, under names: chosen, saved, replaced, renamed, deleted. */
export function ViewsMenu() {
  const { data: views = [] } = useSavedViews();
  const now = useRunsView();
  const [naming, setNaming] = useState<'new' | SavedView | null>(null);
  const chosen = views.find(({ name }) => name === now.chosen) ?? null;
  const changed = chosen !== null && !standsAs(chosen, now);

  const save = async (name: string): Promise<void> => {
    if (naming !== 'new' && naming !== null) return rename(naming, name);
    await saveView(asSaved(name, now));
    useRunsView.setState({ chosen: name });
  };

  const items: MenuItem[] = views.map((view) => ({
    label: cutText(view.name),
    checked: view === chosen,
    onSelect: () => applyView(view),
  }));
  items.push({
    label: 'Save as a new view…',
    icon: <BookmarkPlus />,
    separated: views.length > 0,
    onSelect: () => setNaming('new'),
  });
  if (chosen !== null) {
    items.push(
      {
        label: 'Replace it by what is shown',
        icon: <RefreshCw />,
        disabled: !changed,
        onSelect: () => void saveView(asSaved(chosen.name, now)),
      },
      { label: 'Rename it…', icon: <Pencil />, onSelect: () => setNaming(chosen) },
      { label: 'Delete it', icon: <Trash2 />, danger: true, onSelect: () => void deleteView(chosen) },
    );
  }
  items.push({
    label: 'All runs, as at first',
    icon: <RotateCcw />,
    separated: true,
    onSelect: () =>
      useRunsView.setState({
        chosen: null,
        filter: '',
        grouping: 'none',
        sort: FIRST_SORT,
        columns: shownAtFirst(window.innerWidth),
        archived: 'hidden',
      }),
  });
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button icon={<ListFilter />} title="Saved views">
            {chosen === null ? 'Views' : `${cutText(chosen.name).slice(0, 24)}${changed ? ' *' : ''}`}
          </Button>
        }
        items={items}
      />
      {naming !== null && (
        <ViewNameDialog
          before={naming === 'new' ? null : naming.name}
          taken={views.map(({ name }) => name)}
          onSave={save}
          onClose={() => setNaming(null)}
        />
      )}
    </>
  );
}

async function rename(view: SavedView, name: string): Promise<void> {
  if (name === view.name) return;
  await saveView({ ...view, name });
  await deleteView(view, { isQuiet: true });
  useRunsView.setState({ chosen: name });
}
