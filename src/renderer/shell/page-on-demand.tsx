import { lazy, useState, type ComponentType, type JSX } from 'react';

export interface PageOnDemand<Props> {
  (props: Props): JSX.Element;
  /** Fetches the page's code, so that it can be shown without a wait. */
  preload(): Promise<void>;
}

/**
 * A page whose code comes when it is first wanted. Unlike a bare lazy component it shows at once, without a
 * fallback, where its code is there already: React holds back whatever follows a fallback for a third of a second.
 */
export function pageOnDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): PageOnDemand<Props> {
  let ready: ComponentType<Props> | null = null;
  const fetched = async (): Promise<{ default: ComponentType<Props> }> => {
    ready ??= await load();
    return { default: ready };
  };
  const Later = lazy(fetched) as unknown as ComponentType<Props>;
  function Page(props: Props) {
    // Chosen once: a change of component would throw away the page's state.
    const [Chosen] = useState<ComponentType<Props>>(() => ready ?? Later);
    return <Chosen {...props} />;
  }
  return Object.assign(Page, { preload: async () => void (await fetched()) });
}
