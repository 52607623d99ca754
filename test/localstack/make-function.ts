import { CreateFunctionCommand, GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** An archive of one file, `index.js`, whose handler does nothing. */
const ARCHIVE =
  'UEsDBBQAAAAAAAAAIQCPRXl3GwAAABsAAAAIAAAAaW5kZXguanNleHBvcnRzLmhhbmRsZXI9YXN5bmMoKT0+e31QSwECFAMUAAAAAAAAACEAj0V5' +
  'dxsAAAAbAAAACAAAAAAAAAAAAAAAgAEAAAAAaW5kZXguanNQSwUGAAAAAAEAAQA2AAAAQQAAAAAA';

/** Makes a function that LocalStack keeps, though it may have nothing to run it with. */
export async function makeFunction(lambda: LambdaClient, FunctionName: string): Promise<void> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::123456789012:role/deploy',
      Code: { ZipFile: Buffer.from(ARCHIVE, 'base64') },
    }),
  );
  const read = new GetFunctionConfigurationCommand({ FunctionName });
  const end = Date.now() + 10_000;
  while ((await lambda.send(read)).State === 'Pending' && Date.now() < end);
}
