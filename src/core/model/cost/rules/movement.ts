import { NOTHING, spread } from '../types.ts';

/** They compute nothing: values are moved, picked, converted, made up, or handed to a subgraph. */
export const MOVEMENT = spread({
  'Reshape Flatten Squeeze Unsqueeze Identity Dropout Shape Size Transpose Concat Split Slice Gather':
    NOTHING,
  'GatherElements GatherND Expand Tile Pad DepthToSpace SpaceToDepth ReverseSequence Compress': NOTHING,
  'Cast CastLike BitCast Constant ConstantOfShape Range EyeLike': NOTHING,
  'RandomNormal RandomUniform RandomNormalLike RandomUniformLike Bernoulli Multinomial': NOTHING,
  'MaxUnpool CenterCropPad Trilu TensorScatter UnfoldTensor ConcatFromSequence SplitToSequence': NOTHING,
  'SequenceConstruct SequenceEmpty SequenceAt SequenceInsert SequenceErase SequenceLength': NOTHING,
  'Optional OptionalGetElement OptionalHasElement If Loop Scan SequenceMap': NOTHING,
  'MemcpyToHost MemcpyFromHost ReorderInput ReorderOutput': NOTHING,
  'ExpandDims GatherToShape RestorePadding RemovePadding ConcatTraining SplitTraining': NOTHING,
  'DynamicSlice Crop ZipMap LabelEncoder CategoryMapper ArrayFeatureExtractor': NOTHING,
  'FeatureVectorizer OneHotEncoder DictVectorizer CastMap Tokenizer StringConcat StringSplit': NOTHING,
  'StringNormalizer RegexFullMatch': NOTHING,
});
