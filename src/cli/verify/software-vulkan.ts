import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where Chromium brings its own Vulkan, which draws on the processor. */
const FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
  '/snap/chromium/current/usr/lib/chromium-browser',
];

/** Lets children started from here on find a Vulkan in software; the folder it is in, or null where none is. */
export function useSoftwareVulkan(): string | null {
  const folder = FOLDERS.find(
    (candidate) =>
      existsSync(join(candidate, 'vk_swiftshader_icd.json')) && existsSync(join(candidate, 'libvulkan.so.1')),
  );
  if (folder === undefined) return null;
  process.env['VK_ICD_FILENAMES'] = join(folder, 'vk_swiftshader_icd.json');
  const others = process.env['LD_LIBRARY_PATH'];
  process.env['LD_LIBRARY_PATH'] = others === undefined || others === '' ? folder : `${folder}:${others}`;
  return folder;
}
