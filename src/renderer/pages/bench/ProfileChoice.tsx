import { PROFILE_DEFAULT } from '../../../contract/profile.ts';
import { formatCount, formatDuration } from '../../../contract/units.ts';
import { Switch } from '../../components/Switch.tsx';
import { editDraft, useBenchDraft } from '../../state/bench-draft.ts';
import { canProfile } from '../../state/bench-request.ts';
import styles from './ProfileChoice.module.css';

/** Whether a profiled pass follows the clean one, and what that costs. */
export function ProfileChoice() {
  const draft = useBenchDraft();
  const possible = canProfile(draft);
  return (
    <section className={styles.choice} aria-label="Profile">
      <Switch
        label="Profile operators"
        checked={possible && draft.profile === true}
        disabled={!possible}
        onChange={(on) => editDraft({ profile: on ? true : undefined })}
      />
      <p className={styles.what}>
        {possible
          ? `After the measurement the model runs again, up to ${formatCount(PROFILE_DEFAULT.iterations)} times or ${formatDuration(PROFILE_DEFAULT.durationMs)}, while the runtime records each operator. Recording slows it; the time stays that of the first pass.`
          : 'Only plain runs are profiled: choose single-stream and no generation.'}
      </p>
    </section>
  );
}
