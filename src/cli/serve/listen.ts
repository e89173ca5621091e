import type { FastifyInstance } from 'fastify';
import { DynoError } from '../../contract/errors.ts';

export const DEFAULT_PORT = 4600;
const PORTS_TRIED = 20;
const NO_SUCH_ADDRESS: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL']);

export interface Address {
  readonly host: string;
  /** Undefined: the usual one, or the next that is free. */
  readonly port: number | undefined;
}

/** Listens and gives the port. A port that the user named is taken or refused; only the usual one may move. */
export async function listen(app: FastifyInstance, { host, port }: Address): Promise<number> {
  const first = port ?? DEFAULT_PORT;
  const last = port === undefined ? first + PORTS_TRIED - 1 : first;
  for (let candidate = first; ; candidate += 1) {
    try {
      await app.listen({ host, port: candidate });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : candidate;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'EADDRINUSE' || candidate === last) throw listenError(error, host, first);
    }
  }
}

function listenError(error: unknown, host: string, port: number): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'EADDRINUSE') {
    return new DynoError({
      code: 'PORT_IN_USE',
      message: `Port ${port} is in use by another program.`,
      subject: `${host}:${port}`,
      nextStep: 'Choose another with --port N, or end that program.',
    });
  }
  if (code === 'EACCES') {
    return new DynoError({
      code: 'USAGE',
      message: `This user may not open port ${port}.`,
      subject: `${host}:${port}`,
      nextStep: 'Choose a port above 1023 with --port N.',
    });
  }
  if (NO_SUCH_ADDRESS.has(code)) {
    return new DynoError({
      code: 'USAGE',
      message: `This machine has no address ${host}.`,
      subject: '--host',
      nextStep: 'Use 127.0.0.1, an address of this machine, or 0.0.0.0 for all of them.',
    });
  }
  return error;
}
