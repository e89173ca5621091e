# The native addon. Nothing of a vendor is linked: their libraries are opened at run time where there are any.
# Sources are listed by folder; a file that needs instructions of its own (SIMD) names them around its functions
# (cpu/target.h), so that no such instruction leaks into what every processor runs.
{
  'variables': {
    'napi_include': "<!(node -p \"require('node-addon-api').include_dir\")",
  },
  'target_defaults': {
    'defines': [
      'NAPI_VERSION=9',
      'NAPI_CPP_EXCEPTIONS',
      'NODE_API_NO_EXTERNAL_BUFFERS_ALLOWED',
      'NODE_API_SWALLOW_UNTHROWABLE_EXCEPTIONS',
    ],
    'include_dirs': ['.', '<(module_root_dir)/<(napi_include)'],
    'cflags': ['-O2', '-Wall', '-Wextra', '-fvisibility=hidden'],
    'cflags!': ['-O3'],
    'cflags_cc': ['-std=c++17', '-fexceptions', '-frtti'],
    'cflags_cc!': ['-std=gnu++17', '-std=gnu++20', '-fno-exceptions', '-fno-rtti'],
    'xcode_settings': {
      'CLANG_CXX_LANGUAGE_STANDARD': 'c++17',
      'CLANG_CXX_LIBRARY': 'libc++',
      'GCC_ENABLE_CPP_EXCEPTIONS': 'YES',
      'GCC_ENABLE_CPP_RTTI': 'YES',
      'GCC_OPTIMIZATION_LEVEL': '2',
      'GCC_SYMBOLS_PRIVATE_EXTERN': 'YES',
      'MACOSX_DEPLOYMENT_TARGET': '12.0',
    },
    'msvs_settings': {
      'VCCLCompilerTool': {
        'ExceptionHandling': 1,
        'RuntimeTypeInfo': 'true',
        'AdditionalOptions': ['/std:c++17', '/utf-8'],
      },
    },
  },
  'targets': [
    {
      'target_name': 'dyno_native',
      'sources': [
        'addon.cc',
        'coded_error.cc',
        'cpu/cache_flush.cc',
        'cpu/ceilings.cc',
        'cpu/control_group.cc',
        'cpu/cpu_binding.cc',
        'cpu/kernels.cc',
        'cpu/kernels_avx2.cc',
        'cpu/kernels_avx512.cc',
        'cpu/kernels_neon.cc',
        'cpu/kernels_scalar.cc',
        'cpu/simd_level.cc',
        'cuda/context.cc',
        'cuda/cuda_binding.cc',
        'cuda/driver.cc',
        'cuda/from_js.cc',
        'cuda/handles.cc',
        'cuda/resources.cc',
        'cuda/timing.cc',
        'dynamic_library.cc',
        'nvml/nvml_binding.cc',
        'nvml/nvml_card.cc',
        'nvml/nvml_cards.cc',
        'nvml/nvml_gpm.cc',
        'nvml/nvml_library.cc',
        'nvml/nvml_processes.cc',
        'nvml/nvml_session.cc',
        'nvml/nvml_threads.cc',
        'pool/buffer_pool.cc',
        'pool/byte_cache.cc',
        'pool/cuda_allocators.cc',
        'pool/host_allocator.cc',
        'pool/pool_binding.cc',
        'trace/detail_scanner.cc',
        'trace/event_scanner.cc',
        'trace/json_bytes.cc',
        'trace/number_text.cc',
        'trace/string_table.cc',
        'trace/trace_binding.cc',
      ],
      'conditions': [
        # With a C++ library of its own the addon loads on systems whose own is older than the compiler's.
        # What of it is not used goes again: it would ask for a newer system than the rest does.
        ['OS=="linux"', {
          'libraries': ['-ldl', '-lpthread'],
          'ldflags': ['-static-libstdc++', '-Wl,--exclude-libs,ALL', '-Wl,--gc-sections'],
        }],
        ['OS=="win"', {'defines': ['NOMINMAX', 'WIN32_LEAN_AND_MEAN']}],
      ],
    },
  ],
}
