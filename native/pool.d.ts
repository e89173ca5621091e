import type { CudaContext } from './cuda.d.ts';
import type { Bytes, Milliseconds } from '../src/contract/units.ts';

export interface PoolOptions {
  /** Where the memory is: "host" unless said, or the card of a context. */
  readonly place?: 'host' | CudaContext;
  /** With a context: memory of the host that its card may copy by itself. */
  readonly pinned?: boolean;
  /** 4 GiB unless said. */
  readonly limitBytes?: Bytes;
  /** How long what is unused (of a cache: what was written) is kept; a minute unless said. */
  readonly keepMs?: Milliseconds;
  /** Another clock than the steady one. */
  readonly now?: () => Milliseconds;
}

interface Counted {
  readonly limitBytes: Bytes;
  readonly hits: number;
  readonly misses: number;
  /** Given up for something else. */
  readonly evictions: number;
  /** Given up for their age. */
  readonly expired: number;
  readonly refusals: number;
  /** As a share; null before anything was asked for. */
  readonly hitRate: number | null;
}

export interface PoolStatistics extends Counted {
  readonly inUseBytes: Bytes;
  readonly pooledBytes: Bytes;
  readonly inUse: number;
  readonly pooled: number;
}

export interface CacheStatistics extends Counted {
  readonly entries: number;
  readonly bytes: Bytes;
}

/** Memory out of a pool; goes back by release(), or when nobody holds it any more. Then POOL_RELEASED. */
export interface PooledBuffer {
  readonly bytes: Bytes;
  /** Throws POOL_OUT_OF_RANGE. */
  write(from: Uint8Array | Float32Array, offset?: Bytes): void;
  read(to: Uint8Array | Float32Array, offset?: Bytes): void;
  release(): void;
}

/**
 * Buffers by shape and type that are used again. Those in use and those kept stay within the limit together: for a new
 * one the longest unused are given up, and what can't fit is refused (POOL_TOO_LARGE, POOL_FULL, POOL_OUT_OF_MEMORY).
 */
export interface BufferPool {
  acquire(shape: readonly number[], type: string): PooledBuffer;
  expire(): void;
  clear(): void;
  statistics(): PoolStatistics;
}

/** Bytes by key, the least recently used given up first. */
export interface ByteCache {
  /** False where it is larger than the whole cache may be. */
  put(key: string, bytes: Uint8Array): boolean;
  get(key: string): Uint8Array | null;
  delete(key: string): boolean;
  clear(): void;
  statistics(): CacheStatistics;
}

export interface PoolNative {
  readonly BufferPool: new (options?: PoolOptions) => BufferPool;
  readonly ByteCache: new (options?: PoolOptions) => ByteCache;
}
