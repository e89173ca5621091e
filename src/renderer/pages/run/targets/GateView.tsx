import { formatGateValue, type GateCheck, type GateReport } from '../../../../contract/gate.ts';
import { changeWords, intervalWords, lineWords } from '../../../../core/analysis/gate/check-sentence.ts';
import { nowOf, stateOfCheck } from '../../../../core/analysis/gate/gate-state.ts';
import { Callout } from '../../../components/Callout.tsx';
import { Disclosure } from '../../../components/Disclosure.tsx';
import { GateBadge } from '../../../components/GateBadge.tsx';
import { Cell, HeadCell, Row, RowHead, Table } from '../../../components/Table.tsx';
import { formatRoute } from '../../../state/routes.ts';
import { shortTime } from '../../runs/when.ts';
import styles from './TargetsTab.module.css';

/** What a gate said: the word, each check with its line, and how it was decided. */
export function GateView({ report }: { readonly report: GateReport }) {
  const { state, sentence, at, checks, reasons, notMeasured, confirmation } = report;
  return (
    <div className={styles.report}>
      <p className={styles.headline}>
        <GateBadge state={state} />
        <span dir="auto">{sentence}</span>
        <span className={styles.faint} title={new Date(at).toLocaleString()}>
          {shortTime(at, Date.now())}
        </span>
      </p>
      {reasons.length > 0 && (
        <Callout
          tone="warning"
          title={state === 'not-comparable' ? 'Why it cannot be judged' : 'To be minded'}
        >
          {reasons.map(({ text, nextStep }, index) => (
            <p key={`${text} ${index}`}>
              {text} {nextStep}
            </p>
          ))}
        </Callout>
      )}
      {checks.length > 0 && <Checks checks={checks} />}
      <p className={styles.faint}>
        Against run{' '}
        <a href={formatRoute({ page: 'run', runId: report.baseline.runId })}>{report.baseline.runId}</a>
        {confirmation?.comparisonId != null && (
          <>
            ; measured again in{' '}
            <a href={formatRoute({ page: 'ab', id: confirmation.comparisonId })}>a tested comparison</a>
          </>
        )}
        {(confirmation?.runIds ?? []).map((runId, index) => (
          <span key={runId}>
            {index === 0 ? '; fresh runs ' : ', '}
            <a href={formatRoute({ page: 'run', runId })}>{runId.slice(0, 8)}</a>
          </span>
        ))}
        .
      </p>
      {checks.length + notMeasured.length > 0 && (
        <Disclosure title="How it was decided">
          <div className={styles.sentences}>
            {checks.map(({ metric, sentence: words }) => (
              <p key={metric}>{words}</p>
            ))}
            {notMeasured.map(({ metric, label, reason }) => (
              <p key={metric} className={styles.faint}>
                {label}, not measured: {reason}
              </p>
            ))}
          </div>
        </Disclosure>
      )}
    </div>
  );
}

function Checks({ checks }: { readonly checks: readonly GateCheck[] }) {
  return (
    <Table caption="Each check with its line" className={styles.table}>
      <thead>
        <tr>
          <HeadCell>Check</HeadCell>
          <HeadCell>Verdict</HeadCell>
          <HeadCell numeric>Baseline</HeadCell>
          <HeadCell numeric>This run</HeadCell>
          <HeadCell numeric>Change</HeadCell>
          <HeadCell numeric>Line</HeadCell>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <CheckRow key={check.metric} check={check} />
        ))}
      </tbody>
    </Table>
  );
}

function CheckRow({ check }: { readonly check: GateCheck }) {
  const interval = check.afresh === null ? check.ratioCi95 : check.afresh.ratioCi95;
  return (
    <Row>
      <RowHead>{check.label}</RowHead>
      <Cell>
        <GateBadge state={stateOfCheck(check)} />
      </Cell>
      <Cell numeric>{formatGateValue(check, check.baseline)}</Cell>
      <Cell numeric>{formatGateValue(check, check.value)}</Cell>
      <Cell numeric>
        {changeWords(check, nowOf(check))}
        {interval !== null && <span className={styles.interval}>{intervalWords(interval)}</span>}
      </Cell>
      <Cell numeric>{lineWords(check.limit)}</Cell>
    </Row>
  );
}
