import { useState } from 'react';
import type { Run } from '../../../contract/run.ts';
import type { TrustVerdict } from '../../../contract/trust.ts';
import { VERDICT_WORDS } from '../../../core/analysis/trust/evidence-words.ts';
import { Badge, type BadgeProps } from '../../components/Badge.tsx';
import { Tooltip } from '../../components/Tooltip.tsx';
import { TrustDialog } from './TrustDialog.tsx';
import { TRUST_SIGNS } from './TrustMark.tsx';
import styles from './TrustButton.module.css';

const TONES: Readonly<Record<TrustVerdict, NonNullable<BadgeProps['tone']>>> = {
  trusted: 'good',
  caution: 'warning',
  'not-trusted': 'bad',
};

export interface TrustButtonProps {
  readonly run: Pick<Run, 'id' | 'trust'>;
  /** Which of several runs it is about, as in "A". */
  readonly side?: string;
}

/** Whether a run can be believed; opens what that rests on. Nothing for a run that measured nothing. */
export function TrustButton({ run: { id, trust }, side }: TrustButtonProps) {
  const [open, setOpen] = useState(false);
  if (trust === null) return null;
  const Sign = TRUST_SIGNS[trust.verdict];
  return (
    <>
      <Tooltip text={trust.sentence} side="bottom">
        <button
          type="button"
          className={styles.button}
          aria-haspopup="dialog"
          aria-label={`${side === undefined ? '' : `${side} is `}${VERDICT_WORDS[trust.verdict]}: show the evidence`}
          onClick={() => setOpen(true)}
        >
          <Badge tone={TONES[trust.verdict]} icon={<Sign aria-hidden="true" />}>
            {side === undefined ? '' : `${side} `}
            {VERDICT_WORDS[trust.verdict]}
          </Badge>
        </button>
      </Tooltip>
      <TrustDialog runId={id} open={open} onClose={() => setOpen(false)} />
    </>
  );
}
