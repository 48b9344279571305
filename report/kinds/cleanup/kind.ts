import type { DocumentKind } from '../../render/document-kind.ts';
import { cleanupTold } from './cleanup-told.ts';

export const documentKind: DocumentKind = {
  show: (files) =>
    files.flatMap(({ result }) => {
      if (result.kind !== 'cleanup') return [];
      const { content } = result;
      return { list: 'cleanups', data: content, title: content.plan ?? 'cleanup', told: cleanupTold(content) };
    }),
};
