import { DynoError } from '../contract/errors.ts';

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g');

/**
 * What the runtime says, for people: without the places and signatures of its C++ sources, error numbers, folders
 * of the model and colours.
 */
export function cleanRuntimeMessage(thrown: unknown): string {
  const raw = thrown instanceof Error ? thrown.message : String(thrown);
  let text = raw.replace(COLOURS, '');
  text = text.replace(/\[ONNXRuntimeError\]\s*:\s*\d+\s*:\s*\w+\s*:\s*/g, '');
  text = text.replace(/Load model from .*? failed:\s*/s, '');
  text = withoutSourcePlaces(text);
  text = text.replace(/^(Exception during initialization|Fatal error):\s*/, '');
  text = text.replace(
    /Non-zero status code returned while running (\w+) node\. Name:'[^']*' Status Message: /,
    'its operator $1 failed: ',
  );
  text = text.replace(/\s+/g, ' ').trim();
  return text === '' ? 'it gave no reason' : text.slice(0, 600);
}

const SOURCE_PLACE = /(?:\S*\/)?[\w.-]+\.(?:cc|cpp|cxx|h|hpp|cu|cuh):\d+:?\s+/;

/** "/src/graph.cc:1409 void ns::Graph::Load(const Model&) const a == b was false. The words" leaves the words. */
function withoutSourcePlaces(text: string): string {
  let rest = text;
  let clean = '';
  for (let place = SOURCE_PLACE.exec(rest); place !== null; place = SOURCE_PLACE.exec(rest)) {
    clean += rest.slice(0, place.index);
    const after = rest.slice(place.index + place[0].length);
    // A bare file's name is followed by a bare function's: "col2im.cc:78 Compute Padded image is too small".
    rest = place[0].includes('/') ? withoutSignature(after) : after.replace(/^\w+ (?=[A-Z])/, '');
    rest = rest.replace(/^.{1,300}? was (?:false|true)\.\s*/s, '');
  }
  return clean + rest;
}

/** Cuts a C++ signature from the beginning: up to the bracket that closes its parameters. */
function withoutSignature(text: string): string {
  const open = text.indexOf('(');
  const name = open < 0 ? '' : text.slice(0, open);
  // A name has colons and types before its bracket; words of a sentence have not.
  if (open < 0 || !(name.includes('::') || /^\w+ \w+$|^\w+$/.test(name))) return text;
  let depth = 0;
  for (let at = open; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) {
      return text
        .slice(at + 1)
        .replace(/^(?:>|::<lambda\([^)]*\)>|\s*const\b|\s*\[with [^\]]*\]|\s*noexcept\b)*\s*/, '');
    }
  }
  return text;
}

/** The model could not be made into a session. */
export function modelRefused(thrown: unknown, subject: string): DynoError {
  const reason = cleanRuntimeMessage(thrown);
  return new DynoError(
    {
      code: 'MODEL_REFUSED',
      message: `ONNX Runtime refuses the model: ${ended(reason)}`,
      subject,
      nextStep: stepForRefusal(reason),
    },
    { cause: thrown },
  );
}

function stepForRefusal(reason: string): string {
  if (
    /not a registered function|not implemented|Failed to find kernel|No Op registered|NOT_IMPLEMENTED/i.test(
      reason,
    )
  ) {
    return 'Export the model with operators of the standard ONNX set and a type that this provider has a kernel for.';
  }
  if (/opset|ir_version|IR version/i.test(reason)) {
    return 'Export the model again with an opset that this version of ONNX Runtime knows.';
  }
  if (/allocat|memory/i.test(reason)) return 'Free memory, or choose a smaller model.';
  if (/Protobuf parsing failed/i.test(reason)) {
    return 'Check that the file is complete (compare size or checksum with its source), then export it again.';
  }
  return 'Check the model with the tool that wrote it (onnx.checker), then export it again.';
}

/** The session was made, but an inference failed. */
export function runFailed(thrown: unknown, subject: string): DynoError {
  const reason = cleanRuntimeMessage(thrown);
  if (/Non tensor type|non-tensor/i.test(reason)) {
    return new DynoError(
      {
        code: 'MODEL_REFUSED',
        message:
          'The model gives an output that is no tensor, which ONNX Runtime’s JavaScript interface cannot fetch.',
        subject,
        nextStep: 'Export the model with tensors as outputs only.',
      },
      { cause: thrown },
    );
  }
  const wrongShape = /invalid dimensions for input|Invalid rank for input/i.test(reason);
  return new DynoError(
    {
      code: wrongShape ? 'SHAPE_INVALID' : 'RUN_FAILED',
      message: `ONNX Runtime could not run the model: ${ended(reason)}`,
      subject,
      nextStep: wrongShape
        ? 'Give the input the shape that the model takes, with --shape NAME=1x3x224x224.'
        : stepForRun(reason),
    },
    { cause: thrown },
  );
}

function stepForRun(reason: string): string {
  if (/allocat|bad_alloc|out of memory/i.test(reason)) return 'Choose a smaller batch or sequence.';
  return 'Its inputs may have to agree with each other: give their shapes with --shape, or real values with --input.';
}

/** Where a provider is missing and not the model at fault. */
export function providerUnavailable(provider: 'webgpu' | 'cuda' | 'cpu', thrown: unknown): DynoError {
  const steps = {
    webgpu:
      'Use --provider cpu, or install a Vulkan driver for this machine’s GPU (libvulkan and the vendor’s own).',
    cuda: 'Use --provider cpu, or install ONNX Runtime’s CUDA libraries with a CUDA 12 driver.',
    cpu: 'Install Dyno again: its runtime is damaged.',
  } as const;
  return new DynoError(
    {
      code: 'PROVIDER_UNAVAILABLE',
      message: `The provider ${provider} cannot be used here: ${ended(cleanRuntimeMessage(thrown))}`,
      subject: provider,
      nextStep: steps[provider],
    },
    { cause: thrown },
  );
}

function ended(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
