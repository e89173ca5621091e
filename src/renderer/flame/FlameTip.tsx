import { formatCount } from '../../contract/units.ts';
import type { SpanFacts, SpanSource } from '../../contract/span-source.ts';
import { familyWords } from '../../core/charts/family-hue.ts';
import { lengthWords } from '../../core/charts/span-length.ts';
import { fitText } from '../../core/charts/fit-text.ts';
import type { SpanTelling } from './span-telling.ts';
import { Swatch } from './Swatch.tsx';
import styles from './FlameTip.module.css';

export interface FlameTipProps {
  readonly facts: SpanFacts;
  readonly merged: number;
  readonly x: number;
  readonly y: number;
  readonly source: SpanSource;
  readonly tell?: SpanTelling;
}

const WIDTH_PX = 320;

export function FlameTip({ facts, merged, x, y, source, tell }: FlameTipProps) {
  const isRight = x > WIDTH_PX + 24;
  const { name, category, durationUs, ownUs, count, ofName } = facts;
  const length = source.axis === 'time' ? 'duration' : 'total';
  return (
    <div
      className={styles.tip}
      style={{
        maxWidth: WIDTH_PX,
        top: y + 14,
        ...(isRight ? { right: `calc(100% - ${x - 8}px)` } : { left: x + 12 }),
      }}
      aria-hidden="true"
    >
      <p className={styles.name}>{fitText(name === '' ? '(unnamed)' : name, 4 * WIDTH_PX)}</p>
      <p className={styles.line}>
        <Swatch category={category} /> {familyWords(category)}
        {merged > 1 && `, one of ${formatCount(merged)} too narrow to tell apart`}
      </p>
      {tell !== undefined ? (
        <dl className={styles.facts}>
          {tell(facts).map(({ label, value }) => (
            <Line key={label} label={label} value={value} />
          ))}
        </dl>
      ) : (
        <dl className={styles.facts}>
          <Line label={length} value={lengthWords(durationUs, source.unit)} />
          {ownUs < durationUs && <Line label="own" value={lengthWords(ownUs, source.unit)} />}
          {count > 1 && <Line label="merged here" value={`${formatCount(count)} spans`} />}
          {ofName.count > 1 && (
            <Line
              label="of this name"
              value={`${formatCount(ofName.count)}, mean ${lengthWords(ofName.totalUs / ofName.count, source.unit)}`}
            />
          )}
        </dl>
      )}
    </div>
  );
}

function Line({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <div className={styles.line}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
