export { apiChannel, type ApiChannelOptions, type HttpAttempt, type HttpFind, type HttpStatus } from './api-channel.ts';
export { type EncodedBody, encodeBody, type HttpBody, type HttpPart } from './body.ts';
export { createHttpClient, type HttpClient, type HttpClientOptions, type HttpHeaders, type HttpRequest } from './client.ts';
export { type HttpAuth, httpAuth, type HttpTls, httpTls, type TokenAuth } from './options.ts';
export type { TakeBody } from './download.ts';
export type { HttpResponse } from './response.ts';
export type { HttpQuery } from './url.ts';
