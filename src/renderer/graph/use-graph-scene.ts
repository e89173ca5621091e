import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { GraphScene } from '../../core/analysis/graph-layout/graph-scene.ts';
import { sceneIndex, type SceneIndex } from '../../core/analysis/graph-layout/scene-index.ts';
import type { GraphDocument } from './graph-document.ts';
import { LayoutClient } from './layout-client.ts';

export interface LaidOut {
  readonly scene: GraphScene;
  readonly index: SceneIndex;
  /** The folding that this scene shows. */
  readonly isOpen: Uint8Array;
}

export interface SceneState {
  readonly laidOut: LaidOut | null;
  /** Between 0 and 1 while a layout is made; else null. */
  readonly progress: number | null;
  readonly failure: unknown;
  /** Stopped before there was anything to show. */
  readonly isStopped: boolean;
  /** Ends the layout; what was seen before stays. */
  readonly stop: () => void;
}

/** The scene of a folding, made in a worker; the last one stays until the next is there. */
export function useGraphScene(
  document: GraphDocument,
  isOpen: Uint8Array,
  onStopped: () => void,
): SceneState {
  const [laidOut, setLaidOut] = useState<LaidOut | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const [isStopped, setStopped] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const client = useMemo(() => new LayoutClient(document.skeleton), [document.skeleton]);
  const stopped = useRef(onStopped);
  useEffect(() => {
    stopped.current = onStopped;
  });
  const shown = useRef<Uint8Array | null>(null);
  useEffect(
    () => () => {
      client.dispose();
      shown.current = null;
    },
    [client],
  );
  useEffect(() => {
    // Put back after a layout that was stopped: it is there still.
    if (shown.current === isOpen) {
      client.stop();
      setProgress(null);
      return;
    }
    let isCurrent = true;
    setProgress(0);
    setStopped(false);
    client
      .layout(isOpen, (share) => isCurrent && setProgress(share))
      .then(
        (scene) => {
          if (!isCurrent) return;
          setProgress(null);
          setFailure(null);
          if (scene !== null) {
            shown.current = isOpen;
            setLaidOut({ scene, index: sceneIndex(scene), isOpen });
          } else if (shown.current === null) setStopped(true);
          else stopped.current();
        },
        (error: unknown) => {
          if (!isCurrent) return;
          setProgress(null);
          setFailure(error);
        },
      );
    return () => {
      isCurrent = false;
    };
  }, [client, isOpen]);
  const stop = useCallback(() => client.stop(), [client]);
  return { laidOut, progress, failure, isStopped, stop };
}
