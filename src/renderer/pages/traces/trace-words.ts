export {
  durationOfUs,
  formatWords,
  lengthWords,
  traceFacts,
} from '../../../core/analysis/trace/trace-words.ts';
