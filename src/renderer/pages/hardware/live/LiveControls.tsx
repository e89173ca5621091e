import { Pause, Play } from 'lucide-react';
import { asDynoError } from '../../../../contract/errors.ts';
import { Button } from '../../../components/Button.tsx';
import { Select } from '../../../components/Select.tsx';
import { useApi } from '../../../state/connection.ts';
import { useHardwareLive } from '../../../state/hardware-live.ts';
import { showToast } from '../../../state/toasts.ts';

const RATES = [1, 2, 5, 10, 20, 50, 100];

export interface LiveControlsProps {
  readonly isLive: boolean;
  readonly isHeld: boolean;
  readonly onHold: (isHeld: boolean) => void;
}

export function LiveControls({ isLive, isHeld, onHold }: LiveControlsProps) {
  const api = useApi();
  const hertz = useHardwareLive(({ health, catalog }) => health?.hertz ?? catalog?.hertz ?? null);
  if (hertz === null || !isLive) return null;
  const setRate = (wanted: number): void => {
    api.setHardwareRate(wanted).catch((thrown: unknown) => {
      showToast({ text: asDynoError(thrown).message, tone: 'bad' });
    });
  };
  const rates = RATES.includes(hertz) ? RATES : [...RATES, hertz].sort((one, other) => one - other);
  return (
    <>
      <Select
        label="Readings a second"
        labelHidden
        value={String(hertz)}
        options={rates.map((rate) => ({ value: String(rate), label: `${rate} Hz` }))}
        onChange={(value) => setRate(Number(value))}
      />
      <Button icon={isHeld ? <Play /> : <Pause />} aria-pressed={isHeld} onClick={() => onHold(!isHeld)}>
        {isHeld ? 'Go on' : 'Pause'}
      </Button>
    </>
  );
}
