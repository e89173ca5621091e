import { DropdownMenu } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';

export interface MenuItem {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly shortcut?: string;
  readonly danger?: boolean;
  readonly disabled?: boolean;
  /** A line above this item. */
  readonly separated?: boolean;
  /** Makes it an item with a tick. */
  readonly checked?: boolean;
  /** Stays open: for ticking several. */
  readonly keepOpen?: boolean;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
}

export function Menu({ trigger, items, align = 'end' }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={styles.content} align={align} sideOffset={4} collisionPadding={8}>
          {items.map((item) => (
            <Item key={item.label} item={item} />
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Item({ item }: { readonly item: MenuItem }) {
  const select = (event: Event): void => {
    if (item.keepOpen === true) event.preventDefault();
    item.onSelect();
  };
  const face = (
    <>
      <span className={styles.icon} aria-hidden="true">
        {item.checked === undefined ? item.icon : item.checked ? '✓' : ''}
      </span>
      <span className={styles.label}>{item.label}</span>
      {item.shortcut !== undefined && <Kbd keys={item.shortcut} />}
    </>
  );
  const common = {
    className: styles.item,
    disabled: item.disabled ?? false,
    'data-danger': item.danger === true ? '' : undefined,
    onSelect: select,
  };
  return (
    <>
      {item.separated === true && <DropdownMenu.Separator className={styles.separator} />}
      {item.checked === undefined ? (
        <DropdownMenu.Item {...common}>{face}</DropdownMenu.Item>
      ) : (
        <DropdownMenu.CheckboxItem {...common} checked={item.checked}>
          {face}
        </DropdownMenu.CheckboxItem>
      )}
    </>
  );
}
