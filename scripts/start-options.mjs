import { resolve } from 'node:path';
import { ScriptError } from './checkout.mjs';

/**
 * What `npm start` was asked for. Paths become absolute, since npm changes the folder; what is not ours is kept
 * for the workstation.
 *
 * @param {readonly string[]} argv
 * @param {string} [folder] where the command was typed
 */
export function readStartOptions(argv, folder = process.env['INIT_CWD'] ?? process.cwd()) {
  const options = { way: 'either', open: true, version: false, help: false, models: [], rest: [] };
  const words = argv.flatMap((word) => (/^--(port|host|data)=/.test(word) ? splitOnce(word) : [word]));
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    if (word === '--version') options.version = true;
    else if (word === '--help' || word === '-h') options.help = true;
    else if (word === '--electron' || word === '--browser') options.way = word.slice(2);
    else if (word === '--no-open') {
      options.open = false;
      options.way = 'browser';
    } else if (word === '--port' || word === '--host' || word === '--data') {
      index += 1;
      const value = words[index];
      if (value === undefined || value.startsWith('--')) {
        throw new ScriptError(`${word} wants a value.`, `Type it behind: npm start -- ${word} …`, 2);
      }
      options.rest.push(word, word === '--data' ? resolve(folder, value) : value);
      if (word !== '--data') options.way = 'browser';
    } else if (/\.onnx$/i.test(word) && !word.startsWith('-')) options.models.push(resolve(folder, word));
    else options.rest.push(word);
  }
  return options;
}

const splitOnce = (word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)];
