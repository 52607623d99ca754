import type { HttpRequest, HttpResponse } from '../../../wire/http.ts';

/** Whether a request is for the certificate that notifications name; everybody may have it. */
export function isCertificate({ method, url }: HttpRequest): boolean {
  return method === 'GET' && url.startsWith('/SimpleNotificationService-');
}

/** Answers it. The key and its certificate are made when somebody first needs either. */
export async function certificateOf({ url }: HttpRequest): Promise<HttpResponse> {
  const { certificate, certificatePath } = await import('./certificate.ts');
  if (url === certificatePath()) {
    return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: certificate() };
  }
  return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'Not found' };
}
