export interface ExportedFile {
  readonly fileName: string;
  readonly mediaType: string;
  readonly text: string;
}
