import type { Trust } from '../../../contract/trust.ts';
import { Dialog } from '../../components/Dialog.tsx';
import { Disclosure } from '../../components/Disclosure.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorState } from '../../components/ErrorState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Skeleton } from '../../components/Skeleton.tsx';
import { useDetails } from '../../state/queries.ts';
import { EvidenceTable } from './EvidenceTable.tsx';
import styles from './TrustDialog.module.css';

export interface TrustDialogProps {
  readonly runId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

/** What a verdict rests on: what speaks against the run first, what could not be seen folded away below. */
export function TrustDialog({ runId, open, onClose }: TrustDialogProps) {
  const { data, error, isPending, refetch } = useDetails(runId, open);
  return (
    <Dialog title="Can these numbers be trusted?" open={open} onClose={onClose} size="wide">
      {isPending ? (
        <Loading label="Loading the evidence">
          <Skeleton count={8} />
        </Loading>
      ) : data === undefined ? (
        <ErrorState error={error} onRetry={() => void refetch()} />
      ) : data.trust === null ? (
        <EmptyState title="No evidence was kept">This run ended before anything was measured.</EmptyState>
      ) : (
        <Evidence trust={data.trust} />
      )}
    </Dialog>
  );
}

function Evidence({ trust: { sentence, evidence } }: { readonly trust: Trust }) {
  const seen = evidence.filter(({ state }) => state !== 'unknown');
  const unseen = evidence.filter(({ state }) => state === 'unknown');
  return (
    <div className={styles.stack}>
      <p className={styles.sentence}>{sentence}</p>
      <EvidenceTable caption="What was looked at, the weightiest first" evidence={seen} />
      {unseen.length > 0 && (
        <Disclosure title={`Not looked at here (${unseen.length})`} summary="and why; counts neither way">
          <EvidenceTable caption="What could not be looked at, and why" evidence={unseen} />
        </Disclosure>
      )}
    </div>
  );
}
