import type { DocumentKind } from '../../render/document-kind.ts';
import { conclusionTold } from './conclusion-told.ts';

export const documentKind: DocumentKind = {
  show: (files) =>
    files.flatMap(({ result }) => {
      if (result.kind !== 'verify') return [];
      const { content } = result;
      return { list: 'verifications', data: content, title: content.plan ?? 'verify', told: conclusionTold(content) };
    }),
};
