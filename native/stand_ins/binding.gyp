# Libraries that stand in for a vendor's in the tests: same functions, scripted answers. Packed for
# gpu-verify alone, which says that they stand in.
# node-gyp ends their names in .node; the loader does not mind.
{
  'target_defaults': {
    'include_dirs': ['.', '..'],
    'cflags': ['-O1', '-Wall', '-Wextra', '-fvisibility=hidden'],
    'cflags!': ['-O3'],
    'cflags_cc': ['-std=c++17', '-fexceptions', '-frtti'],
    'cflags_cc!': ['-std=gnu++17', '-std=gnu++20', '-fno-exceptions', '-fno-rtti'],
  },
  'targets': [
    {
      'target_name': 'stand_in_nvml',
      'sources': ['script.cc', 'nvml/answers.cc', 'nvml/old_functions.cc', 'nvml/new_functions.cc'],
      'ldflags': ['-Wl,-soname,libnvidia-ml.so.1'],
    },
    {
      # A driver of 2016: functions without versions, no fields by number, no energy, no MIG, no counters.
      'target_name': 'stand_in_nvml_old',
      'defines': ['STAND_IN_OLD_DRIVER'],
      'sources': ['script.cc', 'nvml/answers.cc', 'nvml/old_functions.cc'],
      'ldflags': ['-Wl,-soname,libnvidia-ml.so.1'],
    },
    {
      # Runs the kernels of ../kernels, compiled for the processor.
      'target_name': 'stand_in_cuda',
      'cflags': ['-Wno-unknown-pragmas'],
      'sources': ['cuda/libcuda_stand_in.cc', 'cuda/cuda_on_cpu.cc', 'cuda/kernel_registry.cc'],
      'ldflags': ['-Wl,-soname,libcuda.so.1'],
    },
    {
      # CUDA 11.0, without graphs.
      'target_name': 'stand_in_cuda_old',
      'cflags': ['-Wno-unknown-pragmas'],
      'defines': ['STAND_IN_OLD_DRIVER'],
      'sources': ['cuda/libcuda_stand_in.cc', 'cuda/cuda_on_cpu.cc', 'cuda/kernel_registry.cc'],
      'ldflags': ['-Wl,-soname,libcuda.so.1'],
    },
  ],
}
