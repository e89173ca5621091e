/** NVIDIA's management library, opened at run time. Every failure is an Error with `code` and `subject`. */
export interface NvmlNative {
  /** Where libnvidia-ml was found. Throws NVML_LIBRARY_NOT_FOUND. */
  libraryPath(): string;
}
