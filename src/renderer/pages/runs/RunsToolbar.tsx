import { Columns3, ListTree, Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '../../components/Button.tsx';
import { Menu } from '../../components/Menu.tsx';
import { TextField } from '../../components/TextField.tsx';
import type { RunsTableState } from './use-runs-table.ts';
import styles from './RunsPage.module.css';

export function RunsToolbar({ table }: { readonly table: RunsTableState }) {
  const filter = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement && event.target.closest('input, textarea, select') !== null;
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      filter.current?.focus();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <div className={styles.toolbar}>
      <div className={styles.filter}>
        <TextField
          ref={filter}
          type="search"
          label="Filter runs"
          labelHidden
          placeholder="Filter by name, model, tag… ( / )"
          icon={<Search />}
          value={table.typed}
          onChange={table.setTyped}
        />
      </div>
      <Button
        icon={<ListTree />}
        aria-pressed={table.grouped}
        onClick={() => table.setGrouped(!table.grouped)}
      >
        Group by model
      </Button>
      <Menu
        trigger={<Button icon={<Columns3 />}>Columns</Button>}
        items={table.choices.map(({ title, visible, toggle }) => ({
          label: title,
          checked: visible,
          keepOpen: true,
          onSelect: toggle,
        }))}
      />
    </div>
  );
}
