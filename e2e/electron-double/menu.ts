import { onlyKnownKeys, refusal, strict } from './strict.ts';

interface ItemOptions {
  readonly id?: string;
  readonly label?: string;
  readonly role?: string;
  readonly type?: string;
  readonly accelerator?: string;
  readonly click?: (item: MenuItem) => void;
  readonly submenu?: readonly ItemOptions[];
}

/** Roles, with the keys that Electron gives them where the double can act on them. */
const ROLES: Readonly<Record<string, string | undefined>> = {
  about: undefined,
  appmenu: undefined,
  close: 'CmdOrCtrl+W',
  editmenu: undefined,
  help: undefined,
  quit: 'CmdOrCtrl+Q',
  reload: 'CmdOrCtrl+R',
  resetzoom: undefined,
  toggledevtools: undefined,
  togglefullscreen: undefined,
  windowmenu: undefined,
  zoomin: undefined,
  zoomout: undefined,
};

export class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly role: string | undefined;
  readonly type: string;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  readonly #click: ((item: MenuItem) => void) | undefined;

  constructor(options: ItemOptions) {
    onlyKnownKeys('a menu item', options, ['id', 'label', 'role', 'type', 'accelerator', 'click', 'submenu']);
    const role = options.role?.toLowerCase();
    if (role !== undefined && !(role in ROLES))
      throw refusal(`the menu role "${options.role}" is not implemented`);
    if (role === undefined && options.label === undefined && options.type !== 'separator') {
      throw refusal('a menu item needs a label, a role or the type "separator"');
    }
    this.id = options.id;
    this.label = options.label ?? options.role ?? '';
    this.role = role;
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal');
    this.accelerator = options.accelerator ?? (role === undefined ? undefined : ROLES[role]);
    if (this.accelerator !== undefined) parseAccelerator(this.accelerator);
    this.submenu = options.submenu ? Menu.buildFromTemplate(options.submenu) : undefined;
    this.#click = options.click;
  }

  click(): void {
    if (this.#click) this.#click(this);
    else if (this.role) onRole(this.role);
  }
}

/** Set by the window: what the roles do. */
let onRole: (role: string) => void = () => undefined;
export function actOnRoles(act: (role: string) => void): void {
  onRole = act;
}

let applicationMenu: Menu | null = null;

class Menu {
  readonly items: MenuItem[] = [];

  static buildFromTemplate(template: readonly ItemOptions[]): Menu {
    const menu = new Menu();
    for (const options of template) menu.items.push(strict('MenuItem', new MenuItem(options)));
    return strict('Menu', menu);
  }

  static setApplicationMenu(menu: Menu | null): void {
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : (item.submenu?.getMenuItemById(id) ?? null);
      if (found) return found;
    }
    return null;
  }
}

const bareMenu = Menu;
const strictMenu = strict('Menu', bareMenu);
export { strictMenu as Menu };

interface Keys {
  readonly control: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly key: string;
}

export function parseAccelerator(text: string): Keys {
  const parts = text.split('+');
  const key = parts.pop() ?? '';
  if (!/^([A-Z0-9]|F\d{1,2}|Plus|Space|Tab|Delete|Escape|Enter|[,./\-=])$/i.test(key)) {
    throw refusal(`the accelerator "${text}" has no key that is known`);
  }
  const modifiers = parts.map((part) => part.toLowerCase());
  for (const name of modifiers) {
    if (
      !['cmdorctrl', 'commandorcontrol', 'ctrl', 'control', 'shift', 'alt', 'cmd', 'command'].includes(name)
    ) {
      throw refusal(`the accelerator "${text}" has the unknown modifier "${name}"`);
    }
  }
  const either = modifiers.includes('cmdorctrl') || modifiers.includes('commandorcontrol');
  const mac = process.platform === 'darwin';
  return {
    control: modifiers.includes('ctrl') || modifiers.includes('control') || (either && !mac),
    meta: modifiers.includes('cmd') || modifiers.includes('command') || (either && mac),
    shift: modifiers.includes('shift'),
    alt: modifiers.includes('alt'),
    key: key.toLowerCase(),
  };
}

/** A key that the page left unused goes to the menu, as in Electron. */
export function pressInMenu(pressed: Keys): boolean {
  const search = (menu: Menu | null): MenuItem | null => {
    for (const item of menu?.items ?? []) {
      if (item.accelerator !== undefined && same(parseAccelerator(item.accelerator), pressed)) return item;
      const below = item.submenu ? search(item.submenu) : null;
      if (below) return below;
    }
    return null;
  };
  const item = search(applicationMenu);
  item?.click();
  return item !== null;
}

function same(a: Keys, b: Keys): boolean {
  return (
    a.key === b.key.toLowerCase() &&
    a.control === b.control &&
    a.shift === b.shift &&
    a.alt === b.alt &&
    a.meta === b.meta
  );
}
