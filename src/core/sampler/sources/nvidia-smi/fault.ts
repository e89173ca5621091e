export interface Fault {
  readonly reason: string;
  readonly nextStep: string;
}

const REBOOT = 'Restart the machine; where it happens again, look for "Xid" in the kernel’s log (dmesg).';

/** What nvidia-smi says in words instead of numbers, on either stream and with any exit code. */
const FAULTS: readonly (readonly [RegExp, Fault])[] = [
  [
    /no devices were found/i,
    {
      reason: 'NVIDIA’s driver is there, and sees no card',
      nextStep: 'In a container, hand the cards in (docker run --gpus all); else see dmesg for "NVRM".',
    },
  ],
  [
    /gpu is lost|fallen off the bus/i,
    { reason: 'the card is lost: the driver can no longer reach it', nextStep: REBOOT },
  ],
  [/requires? reset/i, { reason: 'the card wants to be reset', nextStep: REBOOT }],
  [
    /version mismatch/i,
    {
      reason: 'the driver was updated, and the old one is still loaded',
      nextStep: 'Restart the machine, so that both parts of the driver are of one version.',
    },
  ],
  [
    /couldn'?t communicate with the nvidia driver|driver not loaded/i,
    {
      reason: 'NVIDIA’s driver is not loaded',
      nextStep: 'Install or load the driver (modprobe nvidia), then look again.',
    },
  ],
  [
    /insufficient permissions|no permission/i,
    {
      reason: 'this user may not ask NVIDIA’s driver',
      nextStep: 'Allow reading /dev/nvidia*, for instance by the group "video" or "render".',
    },
  ],
  [
    /failed to initialize nvml/i,
    {
      reason: 'NVIDIA’s driver does not answer',
      nextStep: 'In a container, restart it with the cards handed in; else restart the machine.',
    },
  ],
  [
    /unable to determine the device handle/i,
    { reason: 'the driver cannot reach one of its cards', nextStep: REBOOT },
  ],
];

export function faultIn(text: string): Fault | null {
  return FAULTS.find(([words]) => words.test(text))?.[1] ?? null;
}

/** An older driver refuses the whole question for one field that it does not know, and names that one. */
export function refusedField(text: string): string | null {
  return /field "([^"\s]{1,100})" is not a valid field/i.exec(text)?.[1] ?? null;
}
